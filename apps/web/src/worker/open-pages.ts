declare const self: ServiceWorkerGlobalScope;

/** The pages of this origin that are open. */
export function pages(): Promise<readonly WindowClient[]> {
  return self.clients.matchAll({ type: 'window', includeUncontrolled: true });
}
