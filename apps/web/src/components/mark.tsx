/** The sign of the product: a message that arrived. */
export function Mark() {
  return (
    <svg className="mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect className="mark__ground" width="32" height="32" rx="9" />
      <path
        className="mark__bubble"
        d="M8 11.5A3.5 3.5 0 0 1 11.5 8h9a3.5 3.5 0 0 1 3.5 3.5v6a3.5 3.5 0 0 1-3.5 3.5H15l-5 4.2V21a3.5 3.5 0 0 1-2-3.2z"
      />
      <path className="mark__tick" d="M12 14.6l2.8 2.7 5.4-5.7" />
    </svg>
  );
}
