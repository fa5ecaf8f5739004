/** Numbers, times and sizes as people read them. */

const pad = (number, digits = 2) => String(number).padStart(digits, "0");

/** Return the time of day of seconds since 1970, here; with milliseconds where wanted. */
export function clock(seconds, { milliseconds = false } = {}) {
  if (seconds === null || seconds === undefined) return "";
  const date = new Date(seconds * 1000);
  const time = [date.getHours(), date.getMinutes(), date.getSeconds()].map((one) => pad(one));
  return time.join(":") + (milliseconds ? `.${pad(date.getMilliseconds(), 3)}` : "");
}

/** Return date and time of seconds since 1970, here. */
export function moment(seconds) {
  if (seconds === null || seconds === undefined) return "";
  const date = new Date(seconds * 1000);
  const day = [date.getFullYear(), pad(date.getMonth() + 1), pad(date.getDate())].join("-");
  return `${day} ${clock(seconds)}`;
}

/** Return how long ago something was, in one unit. */
export function ago(seconds, now) {
  if (seconds === null || seconds === undefined) return "";
  const passed = Math.max(0, now - seconds);
  return passed < 1 ? "now" : `${duration(passed)} ago`;
}

const UNITS = [
  [86_400, "d"],
  [3_600, "h"],
  [60, "min"],
];

/** Return a duration in its largest fitting unit. */
export function duration(seconds) {
  if (seconds === null || seconds === undefined) return "";
  const unit = UNITS.find(([length]) => seconds >= length);
  if (unit) return `${Math.floor(seconds / unit[0])} ${unit[1]}`;
  if (seconds >= 1) return `${seconds.toFixed(seconds < 10 ? 1 : 0)} s`;
  return `${Math.round(seconds * 1000)} ms`;
}

/** Return a latency in milliseconds with as many digits as tell something. */
export function milliseconds(value) {
  return value < 10 ? value.toFixed(1) : String(Math.round(value));
}

/** Return a size in binary units. */
export function bytes(count) {
  const names = ["B", "KiB", "MiB", "GiB", "TiB"];
  let size = count;
  let step = 0;
  for (; size >= 1024 && step < names.length - 1; step += 1) size /= 1024;
  return `${size < 10 && step ? size.toFixed(1) : Math.round(size)} ${names[step]}`;
}

/** Return a count with its noun. */
export function counted(count, one, many = `${one}s`) {
  return `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
}
