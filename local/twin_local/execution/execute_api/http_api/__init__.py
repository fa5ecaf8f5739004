"""API Gateway's HTTP APIs, served: routes, authorizers, CORS, payload formats, throttling.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api.html
"""
