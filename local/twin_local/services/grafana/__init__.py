"""Amazon Managed Grafana: the control plane of workspaces; there is no Grafana behind them."""
