/**
 * Finds the circles of a graph, one for each set of nodes that reach each other, each beginning with its smallest
 * node. `following[n]` are the nodes that n refers to. Tarjan's algorithm (SIAM J. Comput. 1, 146, 1972) with a
 * stack of its own: chains of 100,000 must not end the program's.
 */
export function circles(following: readonly (readonly number[])[]): number[][] {
  const found: number[][] = []
  for (const component of components(following)) {
    const [only] = component
    if (component.length > 1 || (only !== undefined && following[only]?.includes(only))) found.push(circleIn(component, following))
  }
  return found.sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0))
}

function* components(following: readonly (readonly number[])[]): Iterable<number[]> {
  const order = new Int32Array(following.length).fill(-1)
  const lowest = new Int32Array(following.length)
  const onStack = new Uint8Array(following.length)
  const stack: number[] = []
  let clock = 0
  for (let root = 0; root < following.length; root++) {
    if (order[root] !== -1) continue
    const path = [{ node: root, next: 0 }]
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const { node } = top
      if (top.next === 0) {
        order[node] = clock
        lowest[node] = clock++
        stack.push(node)
        onStack[node] = 1
      }
      const follower = following[node]?.[top.next++]
      if (follower !== undefined) {
        if (order[follower] === -1) path.push({ node: follower, next: 0 })
        else if (onStack[follower]) lowest[node] = Math.min(lowest[node] ?? 0, order[follower] ?? 0)
        continue
      }
      path.pop()
      const parent = path.at(-1)?.node
      if (parent !== undefined) lowest[parent] = Math.min(lowest[parent] ?? 0, lowest[node] ?? 0)
      if (lowest[node] === order[node]) yield popComponent(stack, onStack, node)
    }
  }
}

function popComponent(stack: number[], onStack: Uint8Array, node: number): number[] {
  const component: number[] = []
  for (let member = stack.pop(); member !== undefined; member = stack.pop()) {
    onStack[member] = 0
    component.push(member)
    if (member === node) break
  }
  return component
}

/** A shortest circle through the smallest node of a component. */
function circleIn(component: readonly number[], following: readonly (readonly number[])[]): number[] {
  const members = new Set(component)
  const start = component.reduce((smallest, node) => Math.min(smallest, node))
  const cameFrom = new Map<number, number>()
  const waiting = [start]
  for (let at = 0; at < waiting.length; at++) {
    const node = waiting[at] ?? start
    for (const follower of following[node] ?? []) {
      if (follower === start) return pathTo(node, start, cameFrom)
      if (!members.has(follower) || cameFrom.has(follower)) continue
      cameFrom.set(follower, node)
      waiting.push(follower)
    }
  }
  return [start]
}

function pathTo(node: number, start: number, cameFrom: ReadonlyMap<number, number>): number[] {
  const path: number[] = []
  for (let at: number | undefined = node; at !== undefined && at !== start; at = cameFrom.get(at)) path.push(at)
  return [start, ...path.reverse()]
}
