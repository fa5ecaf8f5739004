"""`python -m tests.integration.loading.run_loader ENDPOINT PUMPS RATE`: one load, as a process."""

from __future__ import annotations

import json
import sys

from tests.integration.loading.plants import plant, pumps
from twin_local.loading.account import Account
from twin_local.loading.loader import Loader


def main() -> None:
    endpoint_url, count, rate = sys.argv[1:]
    account = Account("us-east-1", endpoint_url, float(rate) or None)
    print(json.dumps(Loader(account, plant(*pumps(int(count)))).load().counts))


if __name__ == "__main__":
    main()
