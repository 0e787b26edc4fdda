"""Many documents in, a folder of claims and their record out: shard by shard, on whatever does the work."""
