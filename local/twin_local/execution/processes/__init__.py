"""Child processes of the embedded AWS: function workers and jobs, none of which outlives it."""
