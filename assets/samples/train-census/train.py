"""Learns from a table who earns more. Made by Millwright, to start from.

The table is a CSV file without a header; the last column is 0 or 1, all others may be numbers or words.
Six variables say where things are, all of them local folders or files when a Millwright training runs this script:
  TRAINING_DATA, TEST_DATA   a CSV file each, or a folder of them
  MODEL_DIR                  metrics.json is written here
  EXPORT_PATH                the finished model is written here
  SCRIPT_DIR                 the folder of this script
  MILLWRIGHT_CHECKPOINTS     what is written here is kept, and is here again after an interruption
"""
import argparse
import csv
import glob
import json
import os
import shutil
import signal
import sys

import numpy as np
import tensorflow as tf

parser = argparse.ArgumentParser()
parser.add_argument("--epochs", type=int, default=10)
parser.add_argument("--batch-size", type=int, default=256)
parser.add_argument("--learning-rate", type=float, default=0.01)
options = parser.parse_args()

model_dir = os.environ.get("MODEL_DIR", "model")
export_path = os.environ.get("EXPORT_PATH", "export")
checkpoints = os.environ.get("MILLWRIGHT_CHECKPOINTS", "checkpoints")
for folder in (model_dir, export_path, checkpoints):
    os.makedirs(folder, exist_ok=True)


def read_rows(place):
    files = sorted(glob.glob(os.path.join(glob.escape(place), "**", "*.csv"), recursive=True)) if os.path.isdir(place) else [place]
    rows = []
    for file in files:
        with open(file, newline="", encoding="utf-8") as opened:
            rows += [[cell.strip() for cell in row] for row in csv.reader(opened) if row]
    return rows


def is_number(text):
    try:
        return np.isfinite(float(text))
    except ValueError:
        return False


def learn_columns(rows):
    """What each column means: a number with its mean and spread, or one of some words."""
    columns = []
    for at in range(len(rows[0]) - 1):
        values = [row[at] for row in rows]
        if all(is_number(value) for value in values):
            numbers = np.array(values, dtype="float64")
            columns.append({"mean": float(numbers.mean()), "spread": float(numbers.std()) or 1.0})
        else:
            columns.append({"values": sorted(set(values))})
    return columns


def encode(rows, columns):
    parts = []
    for at, column in enumerate(columns):
        values = [row[at] for row in rows]
        if "values" in column:
            places = {value: place for place, value in enumerate(column["values"])}
            part = np.zeros((len(rows), len(places)), dtype="float32")
            for row, value in enumerate(values):
                if value in places:
                    part[row, places[value]] = 1
        else:
            numbers = np.array([float(value) if is_number(value) else column["mean"] for value in values])
            part = ((numbers - column["mean"]) / column["spread"]).astype("float32")[:, None]
        parts.append(part)
    labels = np.array([float(row[-1]) for row in rows], dtype="float32")
    return np.concatenate(parts, axis=1), labels


def newest():
    kept = sorted(name for name in os.listdir(checkpoints) if name.startswith("epoch-") and not name.endswith(".tmp"))
    return os.path.join(checkpoints, kept[-1]) if kept else None


def keep(model, epoch):
    """A checkpoint is written beside its place and then moved there, so that it is never there by half."""
    name = os.path.join(checkpoints, "epoch-%04d" % epoch)
    shutil.rmtree(name + ".tmp", ignore_errors=True)
    os.makedirs(name + ".tmp")
    model.save(os.path.join(name + ".tmp", "model.keras"))
    with open(os.path.join(name + ".tmp", "epoch.json"), "w") as file:
        json.dump({"epoch": epoch}, file)
    before = newest()
    if before == name:
        os.rename(name, name + "-old.tmp")
    os.rename(name + ".tmp", name)
    shutil.rmtree(name + "-old.tmp", ignore_errors=True)
    if before and before != name:
        shutil.rmtree(before, ignore_errors=True)


asked_to_stop = False


def on_term(*_):
    global asked_to_stop
    asked_to_stop = True


signal.signal(signal.SIGTERM, on_term)


class StopWhenAsked(tf.keras.callbacks.Callback):
    def on_train_batch_end(self, batch, logs=None):
        if asked_to_stop:
            self.model.stop_training = True


train_rows = read_rows(os.environ["TRAINING_DATA"])
columns = learn_columns(train_rows)
train, train_labels = encode(train_rows, columns)
test_place = os.environ.get("TEST_DATA")
test, test_labels = encode(read_rows(test_place), columns) if test_place else (train, train_labels)
print("rows=%d test_rows=%d" % (len(train), len(test)), flush=True)

start = 0
if newest():
    with open(os.path.join(newest(), "epoch.json")) as file:
        start = json.load(file)["epoch"]
    model = tf.keras.models.load_model(os.path.join(newest(), "model.keras"))
    print("Going on after epoch %d" % start, flush=True)
else:
    model = tf.keras.Sequential(
        [
            tf.keras.layers.Input(shape=(train.shape[1],)),
            tf.keras.layers.Dense(32, activation="relu"),
            tf.keras.layers.Dense(1, activation="sigmoid"),
        ]
    )
    model.compile(
        optimizer=tf.keras.optimizers.Adam(learning_rate=options.learning_rate),
        loss="binary_crossentropy",
        metrics=["accuracy"],
    )

for epoch in range(start, options.epochs):
    done = model.fit(
        train,
        train_labels,
        initial_epoch=epoch,
        epochs=epoch + 1,
        batch_size=options.batch_size,
        verbose=0,
        callbacks=[StopWhenAsked()],
    )
    if asked_to_stop:
        keep(model, epoch)
        print("Asked to stop: saved within epoch %d" % (epoch + 1), flush=True)
        sys.exit(0)
    keep(model, epoch + 1)
    last = {name: values[-1] for name, values in done.history.items()}
    print("epoch=%d of=%d loss=%.4f accuracy=%.4f" % (epoch + 1, options.epochs, last["loss"], last["accuracy"]), flush=True)

loss, accuracy = model.evaluate(test, test_labels, verbose=0)
print("test_loss=%.4f test_accuracy=%.4f" % (loss, accuracy), flush=True)
model.save(os.path.join(export_path, "model.keras"))
with open(os.path.join(export_path, "columns.json"), "w") as file:
    json.dump(columns, file, indent=1)
with open(os.path.join(model_dir, "metrics.json"), "w") as file:
    metrics = {"loss": float(loss), "accuracy": float(accuracy), "epochs": options.epochs}
    json.dump({**metrics, "rows": {"train": len(train), "test": len(test)}}, file, indent=1)
