"""AppSync Events: functions publish over HTTP, consoles subscribe over one WebSocket.

https://docs.aws.amazon.com/appsync/latest/eventapi/event-api-websocket-protocol.html
"""
