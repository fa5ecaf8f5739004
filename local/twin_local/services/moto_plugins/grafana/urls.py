"""Where Amazon Managed Grafana is asked."""

from .responses import GrafanaResponse

url_bases = [r"https?://grafana\.(.+)\.amazonaws\.com"]
url_paths = {
    "{0}/.*$": GrafanaResponse.dispatch,
    "{0}/$": GrafanaResponse.dispatch,
}
