"""Addresses in, pages and feeds out, each as it came: the one part of Marsad that reaches beyond this machine."""
