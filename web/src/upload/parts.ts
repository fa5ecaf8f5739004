// How a file is cut: the rule of twin/spatial/part_plan.py, by the size alone.

const MEBIBYTE = 1024 * 1024;
const SMALLEST_PART_BYTES = 8 * MEBIBYTE;
const COMFORTABLE_PART_BYTES = 64 * MEBIBYTE;
const COMFORTABLE_PARTS = 1000;
const MOST_PARTS = 10_000;

export interface Slice {
  partNumber: number;
  start: number;
  end: number;
}

/** Return the size of every part but the last. */
export function partSize(sizeBytes: number): number {
  const comfortable = Math.min(share(sizeBytes, COMFORTABLE_PARTS), COMFORTABLE_PART_BYTES);
  return Math.max(SMALLEST_PART_BYTES, comfortable, share(sizeBytes, MOST_PARTS));
}

export function slicesOf(sizeBytes: number): Slice[] {
  const size = partSize(sizeBytes);
  return Array.from({ length: Math.ceil(sizeBytes / size) }, (_, index) => ({
    partNumber: index + 1,
    start: index * size,
    end: Math.min(sizeBytes, (index + 1) * size),
  }));
}

/** Return the size of so many parts, in whole mebibytes. */
function share(sizeBytes: number, parts: number): number {
  return Math.ceil(sizeBytes / (parts * MEBIBYTE)) * MEBIBYTE;
}
