"""An address of the network in, whether it may be reached out: only what the whole world can reach may be."""

import re
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

NAT64 = IPv6Network("64:ff9b::/96")
"""Its last 32 bits are an IPv4 address: how a net of IPv6 alone reaches the rest. Source: RFC 6052."""
WRAPPING = tuple(
    map(
        IPv6Network,
        (
            "::/96",  # IPv4-compatible. Source: RFC 4291, 2.5.5.1
            "::ffff:0:0/96",  # IPv4-mapped. Source: RFC 4291, 2.5.5.2
            "::ffff:0:0:0/96",  # IPv4-translated. Source: RFC 2765
            "64:ff9b:1::/48",  # NAT64 within one net. Source: RFC 8215
            "2001::/32",  # Teredo. Source: RFC 4380
            "2002::/16",  # 6to4. Source: RFC 3056
            "fec0::/10",  # site-local. Source: RFC 3879
        ),
    )
)
"""Nets whose addresses stand for others, or for others in each site: no site of the web has one as its only address."""
NEVER = tuple(map(IPv4Network, ("0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15")))
"""Nets of special use that not every Python of ours counts among them. Source: IANA's special-purpose registry."""
ISATAP = re.compile(r":(?:0000|0200):5efe:[0-9a-f]{4}:[0-9a-f]{4}\Z")
"""Source: RFC 5214, 6.1."""
NUMERIC_END = re.compile(r"(?:\A|\.)(?:\d+|0x[0-9a-f]*)\.?\Z", re.IGNORECASE)
"""A host whose last label is a number is an IPv4 address to somebody. Source: WHATWG URL, "ends in a number"."""
PLAIN_IPV4 = re.compile(r"(?:(?:0|[1-9]\d{0,2})\.){3}(?:0|[1-9]\d{0,2})\Z")


def is_public(address: str) -> bool:
    """True for an address that the whole world can reach.

    False for loopback, private, link-local, shared (CGNAT), multicast and reserved ones, for an IPv6 address that
    wraps another, for one with a zone, and for what is no address at all. Of NAT64 what it wraps decides.
    """
    try:
        found = ip_address(address)
    except ValueError:
        return False
    if isinstance(found, IPv6Address) and found in NAT64 and found.scope_id is None:
        found = IPv4Address(int(found) & 0xFFFFFFFF)
    if isinstance(found, IPv6Address) and _stands_for_another(found):
        return False
    if isinstance(found, IPv4Address) and any(found in net for net in NEVER):
        return False
    return found.is_global and not (found.is_multicast or found.is_reserved or found.is_unspecified)


def is_disguised(host: str) -> bool:
    """True for a host that is written as a number but not as four plain ones: 2130706433, 0x7f.1, 0177.0.0.1, 127.1."""
    return NUMERIC_END.search(host) is not None and PLAIN_IPV4.match(host) is None


def _stands_for_another(address: IPv6Address) -> bool:
    zoned = address.scope_id is not None
    return zoned or any(address in net for net in WRAPPING) or ISATAP.search(address.exploded) is not None
