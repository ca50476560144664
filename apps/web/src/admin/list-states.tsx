import { useAdminText } from '../text/use-admin-text.js';
import type { Pages } from './use-pages.js';

/** Below a list: that it is being read, could not be, is empty, or goes on. */
export function ListStates({ pages, empty }: { readonly pages: Pages<unknown>; readonly empty: string }) {
  const t = useAdminText();
  const { status, items, hasMore, more, again } = pages;
  return (
    <>
      <p className="admin__state" role="status">
        {status === 'loading' && t('admin.loading')}
        {status === 'ready' && items.length === 0 && empty}
      </p>
      {status === 'failed' && (
        <div className="admin__state" role="alert">
          <p>{t('admin.failed')}</p>
          <button type="button" className="stm-button stm-button--quiet" onClick={again}>
            {t('app.retry')}
          </button>
        </div>
      )}
      {status === 'ready' && hasMore && (
        <button type="button" className="stm-button stm-button--quiet" onClick={more}>
          {t('admin.more')}
        </button>
      )}
    </>
  );
}
