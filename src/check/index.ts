/** Checks for the exercises of the course: right, or what is off and a hint. */
export { check } from "./check";
