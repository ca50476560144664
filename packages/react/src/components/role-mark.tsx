'use client';
import type { PartyRole } from '../model/people.js';
import { useLanguage } from './language-context.js';
import { SealIcon } from './icons.js';

export interface RoleMarkProps {
  readonly role: PartyRole;
  /** Abbreviates where room is short. */
  readonly short?: boolean;
}

/** The role of a person, as the server knows it. The seal is drawn for local service managers alone. */
export function RoleMark({ role, short = false }: RoleMarkProps) {
  const { t } = useLanguage();
  return (
    <span className={`stm-role stm-role--${role}`}>
      {role === 'lsm' && <SealIcon />}
      {role === 'lsm' && short ? <abbr title={t('role.lsm')}>{t('role.lsm_short')}</abbr> : t(`role.${role}`)}
    </span>
  );
}
