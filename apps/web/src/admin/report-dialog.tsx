import type { QuotedMessage, Report, ReportDecision } from '@stm-chat/protocol';
import { Dialog, useChatClient, useLanguage } from '@stm-chat/react';
import { useEffect, useState } from 'react';
import { useAdminText } from '../text/use-admin-text.js';

export interface ReportDialogProps {
  readonly report: Report;
  readonly onDecided: () => void;
  readonly onClose: () => void;
}

const DECISIONS: readonly ReportDecision[] = ['dismissed', 'warned', 'message_removed', 'user_disabled'];

/** One report with what was written around the message, and what can be decided about it. */
export function ReportDialog({ report, onDecided, onClose }: ReportDialogProps) {
  const t = useAdminText();
  const { formats } = useLanguage();
  const client = useChatClient();
  const [quoted, setQuoted] = useState<readonly QuotedMessage[]>([]);
  const [note, setNote] = useState('');
  const [state, setState] = useState<'idle' | 'busy' | 'failed'>('idle');
  useEffect(() => {
    client.call('get_report', { reportId: report.id }).then(
      (whole) => setQuoted(whole.quoted),
      () => setState('failed'),
    );
  }, [client, report.id]);
  const decide = (decision: ReportDecision) => {
    setState('busy');
    const words = note.trim();
    client.call('decide_report', { reportId: report.id, decision, ...(words === '' ? {} : { note: words }) }).then(
      () => {
        onDecided();
        onClose();
      },
      () => setState('failed'),
    );
  };
  return (
    <Dialog
      title={t('reports.by', { reporter: report.reporter.name, sender: report.sender.name })}
      closeLabel={t('reports.close')}
      onClose={onClose}
    >
      <div className="report">
        <p>
          {t(`reports.reason.${report.reason}`)}
          {report.details !== null && <bdi className="report__details">{report.details}</bdi>}
        </p>
        <ol className="report__quotes" aria-label={t('reports.quoted')}>
          {quoted.map((message) => (
            <li key={message.seq} className="report__quote" data-reported={message.reported || undefined}>
              <span className="admin__note">
                <bdi>{message.name}</bdi> · {formats.dateText(message.created_at)}
                {message.reported && ` · ${t('reports.reported')}`}
              </span>
              <span dir="auto">{message.message}</span>
            </li>
          ))}
        </ol>
        {report.decision === null ? (
          <>
            <label className="report__note">
              {t('reports.note')}
              <textarea
                dir="auto"
                rows={2}
                maxLength={1000}
                value={note}
                onChange={(event) => setNote(event.target.value)}
              />
            </label>
            <div className="report__actions">
              {DECISIONS.map((decision) => (
                <button
                  key={decision}
                  type="button"
                  className={`stm-button ${decision === 'dismissed' ? 'stm-button--quiet' : ''}`}
                  disabled={state === 'busy'}
                  onClick={() => decide(decision)}
                >
                  {t(`reports.do_${decision}`)}
                </button>
              ))}
            </div>
          </>
        ) : (
          <p>
            {t(`reports.was_${report.decision}`)}
            {report.note !== null && <bdi className="report__details">{report.note}</bdi>}
          </p>
        )}
        <p role="alert">{state === 'failed' && t('reports.failed')}</p>
      </div>
    </Dialog>
  );
}
