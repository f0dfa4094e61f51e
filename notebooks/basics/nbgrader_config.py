"""nbgrader's settings for these notebooks: copy this file into the folder of a course. See README.md."""
from nbconvert.preprocessors import TagRemovePreprocessor
from nbgrader.converters.generate_assignment import GenerateAssignment

c = get_config()  # noqa: F821

# What students find in place of a solution: exercise() says 'not yet' to it.
c.ClearSolutions.code_stub = {"typescript": "todo();"}

# Folded solutions stay with the teacher.
c.TagRemovePreprocessor.enabled = True
c.TagRemovePreprocessor.remove_cell_tags = ["solution"]
c.GenerateAssignment.preprocessors = [
    TagRemovePreprocessor,
    *GenerateAssignment.class_traits()["preprocessors"].default(),
]

# A cell that trains takes longer than the 30 seconds that nbgrader allows.
c.Execute.timeout = 1800
