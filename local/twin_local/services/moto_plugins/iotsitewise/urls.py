"""Where AWS IoT SiteWise is asked."""

from .responses import IoTSiteWiseResponse

url_bases = [r"https?://(?:(?:api|data|monitor)\.)?iotsitewise\.(.+)\.amazonaws\.com"]
url_paths = {
    "{0}/.*$": IoTSiteWiseResponse.dispatch,
    "{0}/$": IoTSiteWiseResponse.dispatch,
}
