// Functions that remember how often they were called.
let count = 0;

export async function handler(event) {
  count += 1;
  return { count, event };
}

export async function failing() {
  throw new TypeError("no");
}
