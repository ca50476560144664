import type { UploadItem } from '@stm-chat/client';

const AROUND = 2 * Math.PI * 9;

/** How far an upload is, as a ring; while the server looks at it, it turns. */
export function UploadRing({ item }: { readonly item: Pick<UploadItem, 'sent' | 'size' | 'state'> }) {
  const share = item.state === 'processing' ? 0.3 : item.size === 0 ? 0 : item.sent / item.size;
  return (
    <svg className="stm-ring" data-state={item.state} viewBox="0 0 24 24" aria-hidden="true">
      <circle cx="12" cy="12" r="9" className="stm-ring__rail" />
      <circle cx="12" cy="12" r="9" className="stm-ring__done" strokeDasharray={`${AROUND * share} ${AROUND}`} />
    </svg>
  );
}
