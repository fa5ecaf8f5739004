"""Decide requests by IAM policies, as AWS does: pure, no moto, no HTTP.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
"""
