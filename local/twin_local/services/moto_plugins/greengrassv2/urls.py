"""Where AWS IoT Greengrass V2 is asked: the host of V1, which has ended."""

from .responses import GreengrassV2Response

url_bases = [r"https?://greengrass\.(.+)\.amazonaws\.com"]
url_paths = {
    "{0}/.*$": GreengrassV2Response.dispatch,
    "{0}/$": GreengrassV2Response.dispatch,
}
