"""The loop around the estimators: when to calibrate, from which window, what becomes of it.

Only the standard library is used, so that functions may import it; the figures are computed by
`twin.calibration` in the job.
"""
