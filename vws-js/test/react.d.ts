/** As much of React's types as the hooks in the README need. */
export function useState<S>(): [S | undefined, (next: S | undefined) => void];
export function useRef<T>(initial: T): { current: T };
export function useEffect(effect: () => void | (() => void), inputs?: readonly unknown[]): void;
export function useCallback<T extends (...args: never[]) => unknown>(callback: T, inputs: readonly unknown[]): T;
export function useSyncExternalStore<S>(
  subscribe: (changed: () => void) => () => void,
  snapshot: () => S,
  serverSnapshot?: () => S,
): S;
