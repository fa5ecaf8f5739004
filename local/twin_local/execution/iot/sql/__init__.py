"""The SQL of topic rules, version 2016-03-23: the part of it that is run here.

`SELECT *`, attributes, literals, `topic()`, `topic(n)`, `timestamp()` and conditions, with names;
`FROM` a topic filter; `WHERE` with comparisons, `AND`, `OR`, `NOT` and parentheses. A statement
that needs more is refused when the rule is made.
"""
