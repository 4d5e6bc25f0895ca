"""The whole site judged: what is wrong, and every number of a built site computed again."""
