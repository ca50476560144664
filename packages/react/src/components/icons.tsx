import type { ReactNode, SVGProps } from 'react';

/** Own drawings on a 24 × 24 grid, decorative unless they stand in a labelled element. */
export function icon(children: ReactNode, className?: string) {
  return function Icon(props: SVGProps<SVGSVGElement>) {
    return (
      <svg
        className={className === undefined ? 'stm-icon' : `stm-icon ${className}`}
        viewBox="0 0 24 24"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.75"
        strokeLinecap="round"
        strokeLinejoin="round"
        aria-hidden="true"
        focusable="false"
        {...props}
      >
        {children}
      </svg>
    );
  };
}

/** Points where reading comes from; mirrored in right-to-left languages. */
export const BackIcon = icon(<path d="M15 5l-7 7 7 7" />, 'stm-icon--mirrored');
export const DownIcon = icon(<path d="M12 5v13M6 12.5l6 6 6-6" />);
export const UpIcon = icon(<path d="M12 19V6M6 11.5l6-6 6 6" />);
export const SendIcon = icon(<path d="M5 12h13M12.5 5.5L19 12l-6.5 6.5" />, 'stm-icon--mirrored');
export const EmojiIcon = icon(
  <>
    <circle cx="12" cy="12" r="8.25" />
    <path d="M8.5 14.2c.9 1.3 2.1 2 3.5 2s2.6-.7 3.5-2M9.3 9.8v.1M14.7 9.8v.1" />
  </>,
);
export const PlusIcon = icon(<path d="M12 6v12M6 12h12" />);
export const FilterIcon = icon(<path d="M4.5 7h15M7.5 12h9M10.5 17h3" />);
export const CloseIcon = icon(<path d="M6.5 6.5l11 11M17.5 6.5l-11 11" />);
export const InfoIcon = icon(
  <>
    <circle cx="12" cy="12" r="8.5" />
    <path d="M12 11.2v4.8M12 8.05v.1" />
  </>,
);
export const JobIcon = icon(
  <>
    <path d="M14.6 4.6a4.2 4.2 0 0 0-4.9 5.5l-5.3 5.3a1.9 1.9 0 0 0 0 2.7l1.5 1.5a1.9 1.9 0 0 0 2.7 0l5.3-5.3a4.2 4.2 0 0 0 5.5-4.9l-2.6 2.6-2.7-.7-.7-2.7z" />
  </>,
);
export const LockIcon = icon(
  <>
    <rect x="5.5" y="10.5" width="13" height="9" rx="2" />
    <path d="M8.5 10.5V8a3.5 3.5 0 0 1 7 0v2.5" />
  </>,
);
export const PinIcon = icon(<path d="M9 4h6l-.8 6 3.3 3.2H6.5L9.8 10zM12 13.200V20" />);
export const MutedIcon = icon(<path d="M6 9.500h3L13 6v12l-4-3.5H6zM16.5 10l4 4M20.5 10l-4 4" />);
export const NetworkIcon = icon(
  <path d="M4 4l16 16M2.8 9.200a14 14 0 0 1 5.3-3M12 5.500c3.5 0 6.7 1.4 9.2 3.700M6 12.700a9 9 0 0 1 5-2.300M15.5 11.500a9 9 0 0 1 2.5 1.200M9.2 16.100a4.3 4.3 0 0 1 5.4-.2M12 19.500v.05" />,
);
export const ChatsIcon = icon(
  <path d="M4 6.500A2.5 2.5 0 0 1 6.5 4h11A2.5 2.5 0 0 1 20 6.500v7a2.5 2.5 0 0 1-2.5 2.500H11l-4.5 4v-4A2.5 2.5 0 0 1 4 13.5zM8 8.700h8M8 11.800h5" />,
);
export const ReplyIcon = icon(<path d="M9.5 6L4.5 11l5 5M4.5 11h8a6.5 6.5 0 0 1 6.5 6.500V19" />, 'stm-icon--mirrored');
/** A message on its way to another chat: the reply's arrow, the other way. */
export const ForwardIcon = icon(
  <path d="M14.500 6l5 5-5 5M19.500 11h-8A6.500 6.500 0 0 0 5 17.500V19" />,
  'stm-icon--mirrored',
);
export const ListIcon = icon(<path d="M9 7h10.500M9 12h10.500M9 17h10.500M4.800 7h.01M4.800 12h.01M4.800 17h.01" />);
export const CheckIcon = icon(<path d="M5 12.500l4.500 4.500L19 7.500" />);
export const MoreIcon = icon(<path d="M6 12h.01M12 12h.01M18 12h.01" strokeWidth="2.6" />);
export const EditIcon = icon(
  <path d="M5 19l.9-3.900L15.600 5.400a1.700 1.700 0 0 1 2.400 0l.6.6a1.700 1.700 0 0 1 0 2.400L8.900 18.100zM13.700 7.300l3 3" />,
);
export const TrashIcon = icon(
  <path d="M5 7h14M9.500 7V4.800h5V7M7 7l.8 12h8.400L17 7M10.300 10.500v5M13.700 10.500v5" />,
);
export const CopyIcon = icon(
  <>
    <rect x="9" y="9" width="10" height="10.500" rx="2" />
    <path d="M15 9V6.500a2 2 0 0 0-2-2H7a2 2 0 0 0-2 2V13a2 2 0 0 0 2 2h2" />
  </>,
);
export const SearchIcon = icon(
  <>
    <circle cx="10.500" cy="10.500" r="5.500" />
    <path d="M14.7 14.7L19.500 19.500" />
  </>,
);
export const FlagIcon = icon(<path d="M6.500 20V5h11l-2 4 2 4h-11" />);
export const ArchiveIcon = icon(<path d="M4.500 5h15v4h-15zM6 9v10h12V9M10 12.500h4" />);
export const UnreadIcon = icon(
  <>
    <path d="M12.500 5H6.500A2 2 0 0 0 4.500 7v7a2 2 0 0 0 2 2h1v3.5L11.500 16h6a2 2 0 0 0 2-2v-2.500" />
    <circle cx="18" cy="6.500" r="2.500" fill="currentColor" />
  </>,
);
export const BellIcon = icon(
  <path d="M6 16.500c1.200-1.200 1.500-2.500 1.500-5.500a4.500 4.500 0 0 1 9 0c0 3 .3 4.300 1.500 5.500zM10.300 19a2 2 0 0 0 3.400 0" />,
);
export const DeletedIcon = icon(
  <>
    <circle cx="12" cy="12" r="8" />
    <path d="M6.5 6.500l11 11" />
  </>,
);
export const DisputeIcon = icon(
  <path d="M12 4.500v15M8.5 19.500h7M5 7.500h14M5 7.500l-2.5 6a2.8 2.8 0 0 0 5 0zM19 7.500l-2.5 6a2.8 2.8 0 0 0 5 0z" />,
);

/** The seal of a local service manager: filled, so that no text or emoji of a user can look like it. */
export const SealIcon = icon(
  <>
    <path
      d="M12 2.200l2.5 1.9 3.1-.2.9 3 2.6 1.7-1.1 3 1.1 2.9-2.6 1.7-.9 3-3.1-.2L12 20.9 9.5 19l-3.1.2-.9-3-2.6-1.700L4 11.6 2.9 8.600l2.6-1.7.9-3 3.1.2z"
      fill="currentColor"
      stroke="none"
    />
    <path d="M8.3 11.700l2.6 2.5 4.8-5" stroke="var(--stm-surface)" strokeWidth="2" />
  </>,
);
