"""What makes the embedded AWS execute: functions, state machines, jobs, rules, schedules, APIs."""
