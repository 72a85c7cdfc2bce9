// The course of a status over the loads, as small marks in a row; the words stand in the name of the row of marks.
(function () {
  const components = (window.dashAgGridComponentFunctions = window.dashAgGridComponentFunctions || {});
  const LETTERS = { on_track: "A", at_risk: "B", off_track: "C" };

  components.Course = ({ value, data }) => {
    const marks = (Array.isArray(value) ? value : []).map((status, place) =>
      React.createElement("span", { key: place, className: "mark", "data-status": String(status), "aria-hidden": "true" }, LETTERS[status]),
    );
    const words = String((data && data.course_words) || "");
    return React.createElement("span", { className: "course-marks", role: "img", "aria-label": words, title: words }, ...marks);
  };
})();
