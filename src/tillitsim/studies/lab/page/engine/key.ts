// The key of a run: blake2b-64 of "seed/replicate" (RFC 7693), as model/core/random.py makes it.

const WORD = (1n << 64n) - 1n;
const START = [
  0x6a09e667f3bcc908n,
  0xbb67ae8584caa73bn,
  0x3c6ef372fe94f82bn,
  0xa54ff53a5f1d36f1n,
  0x510e527fade682d1n,
  0x9b05688c2b3e6c1fn,
  0x1f83d9abfb41bd6bn,
  0x5be0cd19137e2179n,
];
const ORDER = [
  "0123456789abcdef",
  "ea489fd61c02b753",
  "b8c052fdae367194",
  "7931dcbe265a40f8",
  "905724afe1bc683d",
  "2c6a0b834d75fe19",
  "c51fed4a0763928b",
  "db7ec13950f4862a",
  "6fe9b308c2d714a5",
  "a2847615fb9e3cd0",
].map((line) => [...line].map((digit) => Number.parseInt(digit, 16)));
const MIXES = [
  [0, 4, 8, 12],
  [1, 5, 9, 13],
  [2, 6, 10, 14],
  [3, 7, 11, 15],
  [0, 5, 10, 15],
  [1, 6, 11, 12],
  [2, 7, 8, 13],
  [3, 4, 9, 14],
] as const;
const ROUNDS = 12;
const BLOCK = 128;

export function keyOf(seed: string, replicate: number): bigint {
  const text = new TextEncoder().encode(`${seed}/${replicate}`);
  if (text.length > BLOCK) throw new RangeError("a seed has at most a hundred digits");
  const block = new Uint8Array(BLOCK);
  block.set(text);
  const words = [...new BigUint64Array(block.buffer)];
  const h = [...START];
  h[0] = (h[0] as bigint) ^ 0x01010008n;
  const v = [...h, ...START];
  v[12] = (v[12] as bigint) ^ BigInt(text.length);
  v[14] = (v[14] as bigint) ^ WORD;
  for (let round = 0; round < ROUNDS; round++) {
    const order = ORDER[round % 10] as number[];
    MIXES.forEach((at, i) => {
      mix(
        v,
        at,
        words[order[2 * i] as number] as bigint,
        words[order[2 * i + 1] as number] as bigint,
      );
    });
  }
  return (h[0] as bigint) ^ (v[0] as bigint) ^ (v[8] as bigint);
}

const turned = (x: bigint, by: bigint) => ((x >> by) | (x << (64n - by))) & WORD;

function mix(v: bigint[], at: readonly [number, number, number, number], x: bigint, y: bigint) {
  let [a, b, c, d] = at.map((i) => v[i]) as [bigint, bigint, bigint, bigint];
  a = (a + b + x) & WORD;
  d = turned(d ^ a, 32n);
  c = (c + d) & WORD;
  b = turned(b ^ c, 24n);
  a = (a + b + y) & WORD;
  d = turned(d ^ a, 16n);
  c = (c + d) & WORD;
  b = turned(b ^ c, 63n);
  [v[at[0]], v[at[1]], v[at[2]], v[at[3]]] = [a, b, c, d];
}
