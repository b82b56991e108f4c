"""What is in real result files of k6, Gatling, JMeter (XML) and browsers, counted without Heimr.

Usage: python3 format-counts.py FOLDER_OF_SAMPLES > format-counts.json
Per file: requests, failed ones, sum of their durations in ms; by the definition of each format.
"""
import csv
import gzip
import json
import pathlib
import re
import struct
import sys


def text_of(path):
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8", errors="replace", newline="") as file:
        return file.read()


def k6_setup(group):
    return group.startswith("::setup") or group.startswith("::teardown")


def k6_json(path):
    count = failed = total = 0
    for line in text_of(path).splitlines():
        try:
            point = json.loads(line)
        except ValueError:
            continue
        if point.get("type") != "Point" or k6_setup((point["data"].get("tags") or {}).get("group") or ""):
            continue
        if point["metric"] == "http_req_duration":
            count += 1
            total += point["data"]["value"]
        if point["metric"] == "http_req_failed":
            failed += point["data"]["value"]
    return count, failed, total


def k6_csv(path):
    count = failed = total = 0
    for row in csv.DictReader(text_of(path).splitlines()):
        if k6_setup(row["group"]):
            continue
        if row["metric_name"] == "http_req_duration":
            count += 1
            total += float(row["metric_value"])
        if row["metric_name"] == "http_req_failed":
            failed += float(row["metric_value"])
    return count, int(failed), total


def gatling_text(path):
    count = failed = total = 0
    for line in text_of(path).split("\n"):
        fields = line.rstrip("\r").split("\t")
        if fields[0] == "ACTION":
            at, start = 8, 4
        elif len(fields) > 9 and fields[2] == "REQUEST":
            at, start = 9, 5
        elif fields[0] == "REQUEST":
            at = next((i for i in (5, 6, 7) if len(fields) > i and fields[i] in ("OK", "KO") and fields[i - 1].isdigit()), None)
            if at is None:
                continue
            start = at - 2
        else:
            continue
        count += 1
        failed += fields[at] == "KO"
        total += int(fields[at - 1]) - int(fields[start])
    return count, failed, total


def gatling_binary(path):
    data, at, cache = path.read_bytes(), 1, {}

    def int32():
        nonlocal at
        at += 4
        return struct.unpack_from(">i", data, at - 4)[0]

    def text():
        nonlocal at
        length = int32()
        if length == 0:
            return ""
        value = data[at : at + length].decode("utf-16-le" if data[at + length] else "latin1")
        at += length + 1
        return value

    def cached():
        number = int32()
        if number >= 0:
            cache[number] = text()
        return cache[abs(number)]

    text(), text()
    at += 8
    text()
    for _ in range(int32()):
        text()
    for _ in range(int32()):
        length = int32()
        at += length
    count = failed = total = 0
    while at < len(data):
        kind = data[at]
        at += 1
        if kind == 1:
            for _ in range(int32()):
                cached()
            cached()
            start, end, ok = int32(), int32(), data[at]
            at += 1
            cached()
            count += 1
            failed += 1 - ok
            total += end - start
        elif kind == 2:
            at += 9
        elif kind == 3:
            for _ in range(int32()):
                cached()
            at += 13
        elif kind == 4:
            cached()
            at += 4
        else:
            raise ValueError("unknown record")
    return count, failed, total


def har(path):
    count = failed = total = 0
    for entry in json.loads(text_of(path).lstrip("\ufeff"))["log"]["entries"]:
        status = entry["response"]["status"]
        if status == 101 or entry["request"]["url"].startswith("data:") or entry.get("_resourceType") == "websocket":
            continue
        count += 1
        total += entry["time"]
        failed += not 200 <= status < 400 or bool(entry.get("_error") or entry["response"].get("_error"))
    return count, failed, total


TAG = re.compile(r"<(/?)(httpSample|sample)\b((?:\s+[\w.:-]+=\"[^\"]*\")*)\s*(/?)>")
TRANSACTION = re.compile(r"Number of samples in transaction : \d+, number of failing samples : \d+$")


def jmeter_xml(path):
    """Nesting is the parent relation; a transaction says so, or is an untyped <sample> that holds others."""
    samples, opened = [], []
    for close, tag, attributes, empty in TAG.findall(re.sub(r"<!\[CDATA\[.*?\]\]>", "", text_of(path), flags=re.S)):
        if close:
            if opened:
                opened.pop()["closed"] = True
            continue
        values = dict(re.findall(r"([\w.:-]+)=\"([^\"]*)\"", attributes))
        parent = opened[-1] if opened else None
        sample = {"tag": tag, "values": values, "parent": parent, "children": 0, "closed": bool(empty)}
        if parent:
            parent["children"] += 1
        samples.append(sample)
        if not empty:
            opened.append(sample)

    def transaction(sample):
        if sample["parent"] and not transaction(sample["parent"]):
            return False
        untyped = sample["tag"] == "sample" and sample["values"].get("dt", "") == ""
        return bool(TRANSACTION.match(sample["values"].get("rm", ""))) or (untyped and sample["children"] > 0)

    count = failed = total = 0
    for sample in samples:
        values = sample["values"]
        if not sample["closed"] or "t" not in values or "ts" not in values or transaction(sample):
            continue
        if sample["parent"] and not transaction(sample["parent"]):
            continue
        count += 1
        failed += values.get("s", "true") != "true"
        total += int(values["t"])
    return count, failed, total


def reader_of(path):
    folder = path.parent.name
    if folder == "gatling":
        return None if "badlayout" in path.name else gatling_binary if re.search(r"BINARY|-314\.log$", path.name) else gatling_text
    return {"k6-ndjson": k6_json, "k6-csv": k6_csv, "har": har, "jmeter-xml": jmeter_xml}.get(folder)


counts = {}
root = pathlib.Path(sys.argv[1])
for path in sorted(root.glob("*/*")):
    reader = reader_of(path) if path.is_file() else None
    if reader is None:
        continue
    requests, failed, total = reader(path)
    counts[str(path.relative_to(root))] = {"requests": requests, "failed": failed, "sum": round(total, 3)}
print(json.dumps(counts, indent=2))
