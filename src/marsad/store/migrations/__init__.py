"""The chain of revisions that brings a store from one schema to the next, and the frozen tables that it begins with."""
