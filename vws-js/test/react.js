/** As much of React as the hooks in the README need: one component, rendered again when its state changes. */

let current; // the component that renders

/** Renders a component: `{ output, render(props), unmount() }`. */
export function mount(component, props) {
  const cells = [];
  const root = {
    /** The state that a hook keeps from one render to the next. */
    cell: (initial) => (cells[root.index++] ??= { ...initial }),
    render(next = props) {
      props = next;
      root.index = 0;
      root.effects = [];
      current = root;
      root.output = component(props);
      root.effects.forEach((run) => run());
    },
    unmount: () => cells.forEach((cell) => cell.clean?.()),
  };
  root.render();
  return root;
}

export function useState() {
  const root = current;
  const cell = root.cell({ value: undefined });
  const set = (value) => {
    cell.value = value;
    root.render();
  };
  return [cell.value, set];
}

export function useRef(initial) {
  return current.cell({ current: initial });
}

export function useCallback(callback, inputs) {
  const cell = current.cell({});
  if (changed(cell, inputs)) {
    cell.callback = callback;
  }
  return cell.callback;
}

export function useEffect(effect, inputs) {
  const cell = current.cell({});
  if (changed(cell, inputs)) {
    current.effects.push(() => {
      cell.clean?.();
      cell.clean = effect();
    });
  }
}

export function useSyncExternalStore(subscribe, snapshot) {
  const root = current;
  useEffect(() => subscribe(() => root.render()), [subscribe]);
  return snapshot();
}

function changed(cell, inputs) {
  const same = inputs && cell.inputs?.every((input, index) => Object.is(input, inputs[index]));
  cell.inputs = inputs;
  return !same;
}
