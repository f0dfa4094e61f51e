/** From the page to the site's root. */
export const siteRoot = (): string => document.documentElement.dataset.root ?? '';

const loads = new Map<string, Promise<void>>();

/** Loads a script of the site once, by its path from the root. A page opened from a file can load nothing else. */
export function loadScript(path: string): Promise<void> {
  const known = loads.get(path);
  if (known) return known;
  const load = new Promise<void>((resolve, reject) => {
    const script = document.createElement('script');
    script.src = siteRoot() + path;
    script.onload = () => resolve();
    script.onerror = () => reject(new Error(`${path} could not be loaded`));
    document.head.append(script);
  });
  loads.set(path, load);
  return load;
}
