"""The one place where the stages meet: what the commands and the pages do, without their words."""
