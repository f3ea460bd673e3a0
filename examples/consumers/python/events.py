#!/usr/bin/env python3
"""Prints what Vedette sees, one line an event: kafka-python (Debian: python3-kafka).

  events.py --kafka HOST:9092 [--properties FILE] [--topic vedette.events]

The properties are a Kafka client's, as data/client.properties of `vedette up` has them.
"""
import argparse
import json
import re

from kafka import KafkaConsumer


def client(properties):
    """kafka-python's words for a Kafka client's properties."""
    words = {}
    if "security.protocol" in properties:
        words["security_protocol"] = properties["security.protocol"]
    if "sasl.mechanism" in properties:
        words["sasl_mechanism"] = properties["sasl.mechanism"]
        login = properties.get("sasl.jaas.config", "")
        words["sasl_plain_username"] = re.search(r'username="([^"]*)"', login).group(1)
        words["sasl_plain_password"] = re.search(r'password="([^"]*)"', login).group(1)
    return words


def read(path):
    with open(path, encoding="utf-8") as lines:
        pairs = (line.strip().split("=", 1) for line in lines if "=" in line and line[0] != "#")
        return {key.strip(): value.strip().replace("\\:", ":").replace("\\=", "=") for key, value in pairs}


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--kafka")
    options.add_argument("--properties")
    options.add_argument("--topic", default="vedette.events")
    options.add_argument("--most", type=int, default=0, help="ends after so many")
    chosen = options.parse_args()
    properties = read(chosen.properties) if chosen.properties else {}
    consumer = KafkaConsumer(
        chosen.topic,
        bootstrap_servers=(chosen.kafka or properties["bootstrap.servers"]).split(","),
        auto_offset_reset="earliest",
        enable_auto_commit=False,
        **client(properties),
    )
    printed = 0
    for record in consumer:
        headers = dict(record.headers)
        if "ce_type" not in headers:
            continue  # this client shows the markers of transactions, which are no events
        kind = headers["ce_type"].decode()
        event = json.loads(record.value) if record.value else {}
        print(record.key.decode(), kind, event.get("label", event.get("state", "")), flush=True)
        printed += 1
        if printed == chosen.most:
            return


if __name__ == "__main__":
    main()
