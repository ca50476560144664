/** How loud it is, as bars. `played`: from 0 to 1. */
export function Waveform({
  peaks,
  bars,
  played = 0,
}: {
  readonly peaks: readonly number[];
  readonly bars?: number;
  readonly played?: number;
}) {
  const count = bars ?? peaks.length;
  const shown = Array.from({ length: count }, (_, at) => peaks[at - (count - peaks.length)] ?? 0);
  return (
    <svg className="stm-waveform" viewBox={`0 0 ${count * 3} 24`} preserveAspectRatio="none" aria-hidden="true">
      {shown.map((peak, at) => {
        const height = Math.max(2, (peak / 100) * 22);
        return (
          <rect
            key={at}
            x={at * 3}
            y={12 - height / 2}
            width="2"
            height={height}
            rx="1"
            data-played={at / count < played || undefined}
          />
        );
      })}
    </svg>
  );
}
