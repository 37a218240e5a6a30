/** Patterns for where code lies (`library;function`), and the name it is reported under; the first match counts. */
const PLACES = [
  ['Haar cascade (OpenCV objdetect)', /objdetect/],
  ['OpenCV: resizing, matrices', /libopencv_/],
  ['the binding between OpenCV and JavaScript', /opencv4nodejs/],
  ['decoding JPEG and clips (libjpeg, FFmpeg)', /libjpeg|^libav|^libsw/],
  ['network (onnxruntime)', /onnxruntime/],
  ['our JavaScript, compiled', /^\[JIT\].*;.*file:/],
  ["Node's own JavaScript and V8's stubs", /^\[JIT\]|;.*Builtins_/],
  [
    'garbage collection',
    /^node\s*;.*(Scaveng|Mark(ing|Compact)|Sweep|Evacuat|Heap::|Heap<|GCTracer|ArrayBufferSweeper|RememberedSet|NewSpace)/,
  ],
  ['V8 compiling', /^node\s*;.*(compiler::|Turbo|maglev|baseline|interpreter::|Interpreter|Compil|OptimizedCode|Zone)/],
  ['Node and V8, the rest', /^node\s*;/],
  ['C library: malloc, memcpy', /^(libc|libstdc|libm|libgcc|ld-linux)/],
  ['kernel', /kernel|vdso/],
];

/** The sum of the counts for each name, the largest first. */
export function byPlace(counted) {
  const sums = new Map(PLACES.map(([name]) => [name, 0]));
  for (const [place, count] of counted) {
    const name = PLACES.find(([, rule]) => rule.test(place))?.[0] ?? 'other';
    sums.set(name, (sums.get(name) ?? 0) + count);
  }
  return [...sums].sort(([, a], [, b]) => b - a);
}
