/** The marks beside a time, on a 20 × 12 grid. Decorative: the text is beside them. */
const common = {
  className: 'stm-tick__icon',
  viewBox: '0 0 20 12',
  fill: 'none',
  stroke: 'currentColor',
  strokeWidth: 1.6,
  strokeLinecap: 'round',
  strokeLinejoin: 'round',
  'aria-hidden': true,
  focusable: false,
} as const;

export function ClockTick() {
  return (
    <svg {...common}>
      <circle cx="12" cy="6" r="4.6" />
      <path d="M12 3.400V6l1.8 1.1" />
    </svg>
  );
}

export function SingleTick() {
  return (
    <svg {...common}>
      <path d="M6.8 6.600l2.9 2.9 6-7" />
    </svg>
  );
}

export function DoubleTick() {
  return (
    <svg {...common}>
      <path d="M2.8 6.600l2.9 2.9 6-7M9.2 8.800l.7.7 6-7" />
    </svg>
  );
}

export function FailedTick() {
  return (
    <svg {...common}>
      <circle cx="12" cy="6" r="4.9" />
      <path d="M12 3.400v2.900M12 8.500v.1" />
    </svg>
  );
}
