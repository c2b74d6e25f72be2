/** Digests of a file in the browser. crypto.subtle has no streaming, so everything works on parts. */
const MIB = 1024 * 1024;

export function hex(buffer: ArrayBuffer): string {
  return Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export async function sha256(data: BufferSource): Promise<string> {
  return hex(await crypto.subtle.digest("SHA-256", data));
}

/** SHA-256 of name, size, time, first and last MiB: enough to tell a file again after a reload. */
export async function fingerprint(file: File): Promise<string> {
  const head = new TextEncoder().encode(`${file.name}\n${file.size}\n${file.lastModified}\n`);
  const first = await file.slice(0, MIB).arrayBuffer();
  const last = await file.slice(Math.max(0, file.size - MIB)).arrayBuffer();
  return sha256(await new Blob([head, first, last]).arrayBuffer());
}

/** SHA-256 over the concatenated binary digests of parts 1 to n. */
export async function composite(digests: string[]): Promise<string> {
  const bytes = new Uint8Array(digests.length * 32);
  digests.forEach((digest, i) => {
    for (let j = 0; j < 32; j++) bytes[i * 32 + j] = Number.parseInt(digest.slice(j * 2, j * 2 + 2), 16);
  });
  return sha256(bytes);
}
