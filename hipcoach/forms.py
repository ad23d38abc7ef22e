"""The style guide's sample form: one field of each kind."""

from django import forms


class StyleguideForm(forms.Form):
    """Fields that show every state of the form components; it saves nothing."""

    email = forms.EmailField(help_text="We ask you to confirm first.")
    side = forms.ChoiceField(choices=[("left", "Left"), ("right", "Right")])
    pain = forms.IntegerField(min_value=0, max_value=10, label="Pain, 0 to 10")
    notes = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), min_length=3)
    agree = forms.BooleanField(label="None of the warning signs apply today")
