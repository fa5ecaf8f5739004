"""The cases: a file with `TITLE`, `PROTOCOL` and `run() -> CaseResult` is one."""
