'use client';
import type { PartyRole } from '../model/people.js';
import { useLanguage } from './language-context.js';
import { SealIcon } from './icons.js';

export interface RoleMarkProps {
  readonly party: PartyRole;
  /** Abbreviates where room is short. */
  readonly short?: boolean;
}

/** The role of a person, as the server knows it. The seal is drawn for local service managers alone. */
export function RoleMark({ party, short = false }: RoleMarkProps) {
  const { t } = useLanguage();
  return (
    <span className={`stm-role stm-role--${party}`}>
      {party === 'lsm' && <SealIcon />}
      {party === 'lsm' && short ? <abbr title={t('role.lsm')}>{t('role.lsm_short')}</abbr> : t(`role.${party}`)}
    </span>
  );
}
