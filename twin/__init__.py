"""The twin itself: pure Python that decides; it knows neither boto3 nor the CDK."""
