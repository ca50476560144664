import { StatePanel } from '@stm-chat/react';
import { useLocation } from 'wouter';
import { Mark } from '../components/mark.js';
import { useText } from '../text/use-text.js';

export function MissingPage() {
  const t = useText();
  const [, navigate] = useLocation();
  return (
    <main className="start">
      <h1 className="stm-hidden">{t('app.name')}</h1>
      <StatePanel
        icon={<Mark />}
        title={t('missing.title')}
        action={{ label: t('missing.action'), run: () => navigate('/') }}
      >
        {t('missing.text')}
      </StatePanel>
    </main>
  );
}
