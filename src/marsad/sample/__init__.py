"""Dispatches written for demonstration; `README.md` beside this file says what each of them shows."""
