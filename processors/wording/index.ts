/** Front door of the words: how figures, times, stages and texts of a log are said, on a terminal and on a page alike. */
export { deviceWords } from "./device-words.ts";
export { doubtWords } from "./doubt-words.ts";
export { endTellers } from "./end-tellers.ts";
export { escapeText } from "./escape-text.ts";
export { bytes, clockTime, counted, duration, grouped, period, timeOfDay } from "./figures.ts";
export { keyLabels } from "./key-labels.ts";
export { keyPartMin, partOfKeyWords, wholeKeyWords } from "./key-words.ts";
export { logLine } from "./log-line.ts";
export { nearest } from "./nearest.ts";
export { refusalWords, refusalsIn } from "./refusals.ts";
export { requestSentence } from "./request-sentence.ts";
export {
  claimedWords,
  impliedWords,
  isTimeProbable,
  probableTimeWords,
  stageNames,
  stages,
  stageWords,
} from "./stage-words.ts";
export { stepsIn } from "./steps.ts";
export { timeAxis } from "./time-axis.ts";
export type { TimeAxis } from "./time-axis.ts";
