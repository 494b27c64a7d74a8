"""A Streamlit page with nothing on it but a switch that runs it anew: what the pages are measured against."""

import streamlit as st

st.toggle("on")
