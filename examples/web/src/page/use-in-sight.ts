import { useCallback, useState } from 'react';

/** Whether an element is on the screen, or within `marginPx` of it. Give the returned function as its `ref`. */
export function useInSight(marginPx: number): [isInSight: boolean, ref: (element: Element | null) => void] {
  const [isInSight, setInSight] = useState(false);
  const ref = useCallback(
    (element: Element | null) => {
      if (!element) return;
      const observer = new IntersectionObserver(
        (entries) => setInSight(entries.at(-1)?.isIntersecting ?? false),
        { rootMargin: `${marginPx}px` },
      );
      observer.observe(element);
      return () => observer.disconnect();
    },
    [marginPx],
  );
  return [isInSight, ref];
}
