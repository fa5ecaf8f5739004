// How a file is cut: equal parts, as S3 wants them.

const MEBIBYTE = 1024 * 1024;
const SMALLEST_PART_BYTES = 8 * MEBIBYTE;
const MOST_PARTS = 1000;

export interface Slice {
  partNumber: number;
  start: number;
  end: number;
}

/** Return the size of every part but the last. */
export function partSize(sizeBytes: number): number {
  const needed = Math.ceil(sizeBytes / MOST_PARTS / MEBIBYTE) * MEBIBYTE;
  return Math.max(SMALLEST_PART_BYTES, needed);
}

export function slicesOf(sizeBytes: number): Slice[] {
  const size = partSize(sizeBytes);
  const count = Math.max(1, Math.ceil(sizeBytes / size));
  return Array.from({ length: count }, (_, index) => ({
    partNumber: index + 1,
    start: index * size,
    end: Math.min(sizeBytes, (index + 1) * size),
  }));
}
