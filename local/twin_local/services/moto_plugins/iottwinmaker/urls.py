"""Where AWS IoT TwinMaker is asked."""

from .responses import IoTTwinMakerResponse

url_bases = [r"https?://(?:(?:api|data)\.)?iottwinmaker\.(.+)\.amazonaws\.com"]
url_paths = {
    "{0}/.*$": IoTTwinMakerResponse.dispatch,
    "{0}/$": IoTTwinMakerResponse.dispatch,
}
