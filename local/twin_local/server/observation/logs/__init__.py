"""The newest log lines of everything that runs, and of the processes of the twin."""
