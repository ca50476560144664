import type { QuotedMessage, Report, ReportDecision } from '@stm-chat/protocol';
import { Dialog, useChatClient, useLanguage } from '@stm-chat/react';
import { useEffect, useState } from 'react';
import { useAdminText } from '../text/use-admin-text.js';

export interface ReportCaseProps {
  readonly report: Report;
  readonly onDecided: () => void;
  readonly onClose: () => void;
}

const DECISIONS: readonly ReportDecision[] = ['dismissed', 'warned', 'message_removed', 'user_disabled'];

/** One report with what was written around the message, and what can be decided about it. */
export function ReportCase({ report, onDecided, onClose }: ReportCaseProps) {
  const t = useAdminText();
  const { formats } = useLanguage();
  const client = useChatClient();
  const [quoted, setQuoted] = useState<readonly QuotedMessage[]>([]);
  const [note, setNote] = useState('');
  // A decision is final: it is chosen, and then made.
  const [decision, setDecision] = useState<ReportDecision | null>(null);
  const [state, setState] = useState<'idle' | 'busy' | 'failed'>('idle');
  useEffect(() => {
    client.call('get_report', { reportId: report.id }).then(
      (whole) => setQuoted(whole.quoted),
      () => setState('failed'),
    );
  }, [client, report.id]);
  const decide = () => {
    if (decision === null || state === 'busy') return;
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
            <li
              key={message.seq}
              className="report__quote"
              data-reported={message.reported || undefined}
              // What was written before it may fill the list.
              ref={message.reported ? (line) => line?.scrollIntoView({ block: 'nearest' }) : undefined}
            >
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
            <fieldset className="report__decisions">
              <legend>{t('reports.decision')}</legend>
              {DECISIONS.map((each) => (
                <label key={each} className="report__decision">
                  <input type="radio" name="decision" checked={decision === each} onChange={() => setDecision(each)} />
                  <span>
                    {t(`reports.do_${each}`)}
                    <span className="admin__note">{t(`reports.means_${each}`)}</span>
                  </span>
                </label>
              ))}
            </fieldset>
            <label className="stm-report__field">
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
              <span className="admin__note">{t('reports.final')}</span>
              <button
                type="button"
                className={`stm-button ${decision === null || decision === 'dismissed' ? '' : 'stm-button--danger'}`}
                disabled={decision === null || state === 'busy'}
                onClick={decide}
              >
                {t('reports.decide')}
              </button>
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
