import type { ReportView } from '../../../src/web/report-view.ts';

/** Whether the mood is that of several boxes. */
export const isShared = ({ group }: ReportView): boolean => group !== undefined && group.members.length > 1;

/** How many boxes agree on the mood. */
export const boxesOf = ({ group }: ReportView): number => (group ? group.members.length : 1);

/** Whether a camera is watching: this box's, or another box's in its group. */
export const sees = ({ camera, group }: ReportView): boolean => camera.kind === 'watching' || (group?.sees ?? false);

/** Whether another box of the group plays the music. */
export const isElsewhere = ({ group, id }: ReportView): boolean => group?.plays !== undefined && group.plays !== id;
