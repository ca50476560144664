const LIST = [62, 48, 70, 54, 66, 44];
const MESSAGES = ['in-long', 'in-short', 'out-short', 'in-long', 'out-long', 'out-short'];

/** Shown by the styles after 200 ms only, so that fast answers do not flicker. */
export function ChatListSkeleton({ label }: { readonly label: string }) {
  return (
    <div className="stm-skeleton" role="status">
      <span className="stm-hidden">{label}</span>
      {LIST.map((width) => (
        <div className="stm-skeleton__chat" key={width} aria-hidden="true">
          <span className="stm-skeleton__face" />
          <span className="stm-skeleton__lines">
            <span className="stm-skeleton__line" style={{ inlineSize: `${width}%` }} />
            <span className="stm-skeleton__line stm-skeleton__line--thin" style={{ inlineSize: `${width + 18}%` }} />
          </span>
        </div>
      ))}
    </div>
  );
}

export function MessagesSkeleton({ label }: { readonly label: string }) {
  return (
    <div className="stm-skeleton stm-skeleton--messages" role="status">
      <span className="stm-hidden">{label}</span>
      {MESSAGES.map((shape, index) => (
        <span className={`stm-skeleton__bubble stm-skeleton__bubble--${shape}`} key={index} aria-hidden="true" />
      ))}
    </div>
  );
}
